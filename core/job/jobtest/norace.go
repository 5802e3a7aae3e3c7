//go:build !race

package jobtest

// flood is how many MiB make a flood.
const flood = 256
