//go:build race

package tracker

func init() { raceDetector = true }
