package bench

// An Ending is how a request ended.
type Ending int

// Endings.
const (
	Answered    Ending = iota
	ClientError        // by a status of 4xx
	ServerError        // by a status of 5xx
	BadResponse        // what came was no answer, or had no end
	Refused            // nobody listened
	TimedOut
	Reset       // the server closed the connection before its answer was complete
	Unreachable // no connection could be made, for another reason
	Unsent      // its time came, and no connection was free for it until the end

	endings int = iota
)

// endingNames are their names in reports.
var endingNames = [endings]string{
	"answered", "status_4xx", "status_5xx", "bad_response", "refused", "timeout", "reset", "unreachable", "unsent",
}

// endingWords are how a number of them is put in words.
var endingWords = [endings][2]string{
	{"answer", "answers"},
	{"status 4xx", "statuses 4xx"},
	{"status 5xx", "statuses 5xx"},
	{"bad response", "bad responses"},
	{"refused", "refused"},
	{"timeout", "timeouts"},
	{"reset", "resets"},
	{"without a connection", "without a connection"},
	{"never sent", "never sent"},
}

// String is the ending's name in reports.
func (o Ending) String() string { return endingNames[o] }

// HasLatency reports whether a request with that ending has a latency: it was
// answered, or it timed out and counts with the time that it waited. Without those
// a server would look the faster the worse it is.
func (o Ending) HasLatency() bool { return o <= ServerError || o == TimedOut }

// hasServiceTime reports whether such a request was sent and answered.
func (o Ending) hasServiceTime() bool { return o <= ServerError }
