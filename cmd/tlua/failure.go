package main

import (
	"errors"

	"github.com/tlua/tlua/core/report"
	"github.com/tlua/tlua/luabind"
	"github.com/tlua/tlua/luabind/bind"
)

// endingOf tells of a script that the command ended: why, and in which call.
func endingOf(why *ending, rt *luabind.Runtime, err error) report.Failure {
	f := rt.Explain(err)
	var object *bind.Error
	if errors.As(err, &object) {
		f.Message = why.why.Message + "\n" + object.Error()
	} else {
		f.Message = why.why.Message
	}
	return f
}
