package stream

import (
	"slices"
	"sync"
)

// cacheSize is how many patterns a Cache keeps.
const cacheSize = 256

// Cache compiles patterns, and keeps those that it has compiled: most are used
// again and again. The zero Cache is ready to use, by any number of goroutines.
type Cache struct {
	mu       sync.Mutex
	patterns map[cached]*Pattern
}

// cached is what tells the patterns of a cache apart.
type cached struct {
	pattern  string
	terminal bool
}

// Compile is Compile, or finds the pattern compiled.
func (c *Cache) Compile(pattern string, options ...Option) (*Pattern, error) {
	key := cached{pattern, slices.Contains(options, Terminal)}
	c.mu.Lock()
	p := c.patterns[key]
	c.mu.Unlock()
	if p != nil {
		return p, nil
	}
	p, err := Compile(pattern, options...)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.patterns == nil || len(c.patterns) >= cacheSize {
		c.patterns = map[cached]*Pattern{}
	}
	c.patterns[key] = p
	return p, nil
}
