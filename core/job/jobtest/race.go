//go:build race

package jobtest

// flood is how many MiB make a flood: less under the race detector, which makes
// everything ten times slower.
const flood = 32
