package bench

import (
	"strings"

	"podtop/model"
	"podtop/model/limit"
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

// CheckLimits refuses limits that contradict each other, and what the runtime
// would refuse.
func CheckLimits(settings []model.Setting) error {
	if err := limit.Contradiction(settings); err != nil {
		return err
	}
	return limit.Values{}.With(settings).Possible()
}
