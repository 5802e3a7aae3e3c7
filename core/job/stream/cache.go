package stream

import "sync"

// cacheSize is how many patterns a Cache keeps.
const cacheSize = 256

// Cache compiles patterns, and keeps those that it has compiled: most are used
// again and again. The zero Cache is ready to use, by any number of goroutines.
type Cache struct {
	mu       sync.Mutex
	patterns map[string]*Pattern
}

// Compile is Compile, or finds the pattern compiled.
func (c *Cache) Compile(pattern string) (*Pattern, error) {
	c.mu.Lock()
	p := c.patterns[pattern]
	c.mu.Unlock()
	if p != nil {
		return p, nil
	}
	p, err := Compile(pattern)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.patterns == nil || len(c.patterns) >= cacheSize {
		c.patterns = map[string]*Pattern{}
	}
	c.patterns[pattern] = p
	return p, nil
}
