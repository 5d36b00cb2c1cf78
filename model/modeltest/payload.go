package modeltest

import (
	"fmt"
	"reflect"
	"strings"

	"podtop/model/clean"
)

// Payload is a text that does what it can to a terminal and to who reads it: it
// writes the clipboard and the title, by C1 controls too, in UTF-8 and as a raw
// byte; it deletes, ends lines, turns the direction and grows a tower of marks.
const Payload = "\x1b]52;c;cm0gLXJmIC8K\x07\x1b]0;owned\x07\u009d0;owned\u009c\u009b31m\x9b2J\x7f\x00\n\r\u202e\u200b\u2028\ufe0fe\u0301\u0301\u0301\u0301;reboot\n"

// Poison appends Payload to each text in what p points to, to names of maps too,
// but for those of the types of spare. What p has in common with others is not
// touched: p gets a copy.
func Poison(p any, spare ...any) { rewrite(p, func(s string) string { return s + Payload }, spare) }

// Cure takes Payload out again.
func Cure(p any) {
	rewrite(p, func(s string) string { return strings.ReplaceAll(s, Payload, "") }, nil)
}

func rewrite(p any, text func(string) string, spare []any) {
	w := rewriting{text: text, spare: map[reflect.Type]bool{}, done: map[any]reflect.Value{}}
	for _, s := range spare {
		w.spare[reflect.TypeOf(s)] = true
	}
	w.value(reflect.ValueOf(p).Elem())
}

type rewriting struct {
	text  func(string) string
	spare map[reflect.Type]bool
	done  map[any]reflect.Value // the copies, by pointer
}

var kept = reflect.TypeFor[clean.String]()

// value rewrites v, which can be set.
func (w *rewriting) value(v reflect.Value) {
	switch {
	case w.spare[v.Type()]:
	case v.Type() == kept:
		v.Set(reflect.ValueOf(clean.Of(w.text(v.Interface().(clean.String).Raw()))))
	case v.Kind() == reflect.String:
		v.SetString(w.text(v.String()))
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				w.value(v.Field(i))
			}
		}
	case v.Kind() == reflect.Array:
		for i := range v.Len() {
			w.value(v.Index(i))
		}
	case v.Kind() == reflect.Pointer, v.Kind() == reflect.Slice, v.Kind() == reflect.Map, v.Kind() == reflect.Interface:
		if !v.IsNil() {
			w.copied(v)
		}
	}
}

// copied rewrites a copy of what v refers to.
func (w *rewriting) copied(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		to, ok := w.done[v.Interface()]
		if !ok {
			to = reflect.New(v.Type().Elem())
			to.Elem().Set(v.Elem())
			w.done[v.Interface()] = to
			w.value(to.Elem())
		}
		v.Set(to)
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return
		}
		all := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(all, v)
		for i := range all.Len() {
			w.value(all.Index(i))
		}
		v.Set(all)
	case reflect.Map:
		all := reflect.MakeMap(v.Type())
		for _, key := range v.MapKeys() {
			all.SetMapIndex(w.of(key), w.of(v.MapIndex(key)))
		}
		v.Set(all)
	default:
		v.Set(w.of(v.Elem()))
	}
}

// of is v rewritten.
func (w *rewriting) of(v reflect.Value) reflect.Value {
	c := reflect.New(v.Type()).Elem()
	c.Set(v)
	w.value(c)
	return c
}

// Fill gives each text in what p points to, which is empty, some text, and each
// list and map one element, so that Poison finds all there can be.
func Fill(p any) { fill(reflect.ValueOf(p).Elem(), 0) }

func fill(v reflect.Value, depth int) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Pointer:
		if depth < 6 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem(), depth+1)
		}
	case reflect.Struct:
		if v.Type() == kept {
			v.Set(reflect.ValueOf(clean.Of("x")))
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), depth+1)
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() != reflect.Uint8 {
			v.Set(reflect.MakeSlice(v.Type(), 1, 1))
			fill(v.Index(0), depth+1)
		}
	case reflect.Map:
		k, e := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(k, depth+1)
		fill(e, depth+1)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(k, e)
	}
}

// Unclean are the texts in v that are not clean, each with where it is. What is
// kept whole, and JSON, is left out.
func Unclean(v any) []string {
	var all []string
	seen := map[any]bool{}
	var look func(at string, v reflect.Value)
	look = func(at string, v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			if clean.Text(v.String()) != v.String() {
				all = append(all, fmt.Sprintf("%s: %q", at, v.String()))
			}
		case reflect.Pointer, reflect.Interface:
			if v.IsNil() || v.Kind() == reflect.Pointer && seen[v.Pointer()] {
				return
			}
			if v.Kind() == reflect.Pointer {
				seen[v.Pointer()] = true
			}
			look(at, v.Elem())
		case reflect.Struct:
			for i := range v.NumField() {
				if v.Type() != kept {
					look(at+"."+v.Type().Field(i).Name, v.Field(i))
				}
			}
		case reflect.Slice, reflect.Array:
			for i := range v.Len() {
				look(fmt.Sprintf("%s[%d]", at, i), v.Index(i))
			}
		case reflect.Map:
			for _, k := range v.MapKeys() {
				look(at+" key", k)
				look(fmt.Sprintf("%s[%v]", at, k), v.MapIndex(k))
			}
		}
	}
	look(fmt.Sprintf("%T", v), reflect.ValueOf(v))
	return all
}

// Heeded is the first thing in what was written to a terminal that it would
// heed, or not show: all that is not clean but for newlines; "" if there is
// nothing.
func Heeded(written string) string {
	for line := range strings.SplitSeq(written, "\n") {
		if clean.Text(line) != line {
			return fmt.Sprintf("%q", line)
		}
	}
	if strings.Contains(written, "\n;reboot") || strings.HasPrefix(written, ";reboot") {
		return "a newline of the payload's"
	}
	return ""
}
