import { useEffect, useState } from 'preact/hooks'

/** A value once it has rested for so long; what is typed in between never shows. */
export function useDebounced<T>(value: T, restMs: number): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), restMs)
    return () => clearTimeout(timer)
  }, [value, restMs])
  return settled
}
