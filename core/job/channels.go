package job

import (
	"fmt"
	"slices"
)

// lastDescriptor bounds the descriptors that a job can be given.
const lastDescriptor = 255

// The channels of most jobs, which they share.
var (
	stdinOnly  = []int{0}
	standard   = []Stream{Stdout, Stderr}
	inTerminal = []Stream{Stdout} // stderr is a part of it
)

// openChannels decides which inputs and outputs the job has, all its life.
func (j *Job) openChannels(o Options) {
	j.inputs, j.outputs, j.pty = stdinOnly, standard, o.PTY != nil
	if o.NoStdin {
		j.inputs = nil
	}
	if j.pty {
		j.outputs = inTerminal
	}
	j.inputs = append(slices.Clip(j.inputs), o.Inputs...)
	j.outputs = slices.Clip(j.outputs)
	for _, fd := range o.Outputs {
		j.outputs = append(j.outputs, Stream(fd))
	}
}

// checkDescriptors says what is wrong with the descriptors beyond stderr.
func checkDescriptors(inputs, outputs []int) error {
	seen := map[int]string{}
	for _, list := range []struct {
		option string
		fds    []int
	}{{"inputs", inputs}, {"outputs", outputs}} {
		for _, fd := range list.fds {
			switch in := seen[fd]; {
			case fd >= 0 && fd <= 2:
				return Errorf("", EINVAL, "option '%s': every job has descriptor %d; others are from 3 to %d", list.option, fd, lastDescriptor)
			case fd < 0 || fd > lastDescriptor:
				return Errorf("", EINVAL, "option '%s': %d is not a descriptor from 3 to %d", list.option, fd, lastDescriptor)
			case in == list.option:
				return Errorf("", EINVAL, "option '%s': %d is there twice", list.option, fd)
			case in != "":
				return Errorf("", EINVAL, "option '%s': %d is one of '%s', too; a descriptor has one direction", list.option, fd, in)
			}
			seen[fd] = list.option
		}
	}
	return nil
}

// writes reports why the job has no output s.
func (j *Job) writes(s Stream) error {
	switch {
	case slices.Contains(j.outputs, s):
		return nil
	case s == Stderr:
		return Errorf("", EINVAL, "%s runs in a terminal, where stderr is a part of stdout", j.label)
	}
	return Errorf("", EINVAL, "%s has no output %d%s", j.label, s, hint("outputs", int(s)))
}

// takes reports why the job has no input fd.
func (j *Job) takes(fd int) error {
	switch {
	case slices.Contains(j.inputs, fd):
		return nil
	case fd == 0:
		return Errorf("", EPIPE, "%s was made without standard input", j.label)
	}
	return Errorf("", EINVAL, "%s has no input %d%s", j.label, fd, hint("inputs", fd))
}

// hint says which option would give a job the descriptor, if one can.
func hint(option string, fd int) string {
	if fd <= 2 || fd > lastDescriptor {
		return ""
	}
	return fmt.Sprintf("; it can be created with %s = {%d}", option, fd)
}
