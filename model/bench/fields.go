package bench

import (
	"strings"

	"podtop/model"
)

// Fields are the limits a container of a benchmark can have.
var Fields = []model.Field{
	model.FieldCPUs, model.FieldCPUQuota, model.FieldCPUPeriod, model.FieldCPUShares, model.FieldCPUSetCPUs, model.FieldCPUSetMems,
	model.FieldMemory, model.FieldMemorySwap, model.FieldMemoryReservation, model.FieldPidsLimit,
}

// FieldNames are the names of Fields, in one text.
func FieldNames() string {
	names := make([]string, len(Fields))
	for i, f := range Fields {
		names[i] = string(f)
	}
	return strings.Join(names, ", ")
}
