package model

// A FilterExample is one line of the help on filters.
type FilterExample struct{ Filter, Meaning string }

// FilterHelp explains the language by examples, the simplest first. Each is a
// filter that can be typed.
var FilterHelp = []FilterExample{
	{`web`, "names that have these letters in them"},
	{`op/ci`, "the same, with the owner's name before it"},
	{`exited`, "or how it is: running, paused, unhealthy, oom, …"},
	{`!web`, "the others: ! turns any term round"},
	{`web cpu>0.5`, "all terms must hold"},
	{`cpu>1.5`, "a number, compared with > >= < <= = or !="},
	{`mem>=200M`, "sizes and rates in K, M, G: powers of 1024"},
	{`mem.limit%>90`, "percent, with or without a sign behind the figure"},
	{`age<10m`, "times in s, m, h or d; ended<1h: since it ended"},
	{`net.rx>1M`, "traffic: of a network that several share, all of them"},
	{`state=running`, "a text, whatever its case: = or !="},
	{`image~nginx`, "a text that has these letters in it: ~ or !~"},
	{`user=op !pod=db`, "texts: name id user pod state error health exit cause image unit unit.state project ports runtime"},
	{`image~"my app"`, `quotes hold blanks together`},
	{`pod=""`, "that have none"},
	{`@busy cpu>1`, "@ and the name of a filter in the configuration"},
}
