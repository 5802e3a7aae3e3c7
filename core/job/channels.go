package job

import "slices"

// lastDescriptor bounds the descriptors that a job can be given.
const lastDescriptor = 255

// The channels of most jobs, which they share.
var (
	stdinOnly = []int{0}
	standard  = []Stream{Stdout, Stderr}
)

// openChannels decides which inputs and outputs the job has, all its life.
func (j *Job) openChannels(o Options) error {
	if err := checkDescriptors(o.Inputs, o.Outputs); err != nil {
		return err
	}
	j.inputs, j.outputs = stdinOnly, standard
	if o.NoStdin {
		j.inputs = nil
	}
	j.inputs = append(slices.Clip(j.inputs), o.Inputs...)
	j.outputs = slices.Clip(j.outputs)
	for _, fd := range o.Outputs {
		j.outputs = append(j.outputs, Stream(fd))
	}
	return nil
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
	if slices.Contains(j.outputs, s) {
		return nil
	}
	return Errorf("", EINVAL, "%s has no output %s; it can be created with outputs = {%[2]s}", j.label, s)
}

// takes reports why the job has no input fd.
func (j *Job) takes(fd int) error {
	switch {
	case slices.Contains(j.inputs, fd):
		return nil
	case fd == 0:
		return Errorf("", EPIPE, "%s was made without standard input", j.label)
	}
	return Errorf("", EINVAL, "%s has no input %d; it can be created with inputs = {%[2]d}", j.label, fd)
}
