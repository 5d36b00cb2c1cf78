package audit

import (
	"bytes"
	"encoding/binary"
	"net"
	"strconv"
	"strings"
	"time"
)

// journalSocket takes what journald is to keep.
const journalSocket = "/run/systemd/journal/socket"

// Fields of the journal.
const (
	identifier = "podtop"
	fieldHead  = "PODTOP_AUDIT_HEAD"
	fieldSeq   = "PODTOP_AUDIT_SEQ"
	fieldFile  = "PODTOP_AUDIT_FILE"
)

// writeJournal gives the journal a copy of the hash of the log's last line.
func (l *Log) writeJournal(seq uint64, head string) error {
	if l.Journal == "-" {
		return nil
	}
	c, err := net.Dial("unixgram", l.Journal)
	if err != nil {
		return err
	}
	defer c.Close()
	n := strconv.FormatUint(seq, 10)
	_ = c.SetWriteDeadline(time.Now().Add(l.Wait))
	_, err = c.Write(datagram([][2]string{
		{"MESSAGE", "audit log: line " + n + " has hash " + head},
		{"PRIORITY", "6"},
		{"SYSLOG_IDENTIFIER", identifier},
		{fieldHead, head},
		{fieldSeq, n},
		{fieldFile, l.path},
	}))
	return err
}

// datagram is fields in journald's own form: KEY=value, or where the value has
// a newline, the key, the value's length in 8 bytes and the value.
func datagram(fields [][2]string) []byte {
	var b bytes.Buffer
	for _, f := range fields {
		b.WriteString(f[0])
		if strings.ContainsRune(f[1], '\n') {
			b.WriteByte('\n')
			b.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(f[1]))))
		} else {
			b.WriteByte('=')
		}
		b.WriteString(f[1])
		b.WriteByte('\n')
	}
	return b.Bytes()
}
