package assessment

import "sync"

// memory keeps values that never change, at most limit of them; a full memory forgets one at
// random. It may be used by many goroutines.
type memory[K comparable, V any] struct {
	mu     sync.RWMutex
	limit  int
	values map[K]V
}

func newMemory[K comparable, V any](limit int) *memory[K, V] {
	return &memory[K, V]{limit: limit, values: map[K]V{}}
}

func (m *memory[K, V]) get(key K) (V, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	value, known := m.values[key]
	return value, known
}

func (m *memory[K, V]) put(key K, value V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, known := m.values[key]; !known && len(m.values) >= m.limit {
		for random := range m.values {
			delete(m.values, random)
			break
		}
	}
	m.values[key] = value
}
