type Rounded = { value: number; unit: 'second' | 'minute' | 'hour' }

/** Tens of seconds, minutes, then half hours: never less than it is. */
export function roundedUp(seconds: number): Rounded {
  if (seconds < 50) return { value: Math.max(10, Math.ceil(seconds / 10) * 10), unit: 'second' }
  const minutes = Math.ceil(seconds / 60)
  if (minutes < 50) return { value: minutes, unit: 'minute' }
  return { value: Math.ceil(minutes / 30) / 2, unit: 'hour' }
}
