import { signal } from '@preact/signals'

const KEPT = 'inbox-sound'

export const hasSound = signal(localStorage.getItem(KEPT) !== null)

export function switchSound(isOn: boolean) {
  hasSound.value = isOn
  if (isOn) localStorage.setItem(KEPT, '1')
  else localStorage.removeItem(KEPT)
  if (isOn) playSound()
}

const HIGH_HZ = 880
const LENGTH_S = 0.18
/** Several messages at once are one sound. */
const REST_MS = 1500
let playedAt = Number.NEGATIVE_INFINITY

/** A short soft tone, made here: no file to load. */
export function playSound() {
  if (!hasSound.peek() || performance.now() - playedAt < REST_MS) return
  playedAt = performance.now()
  const context = new AudioContext()
  const tone = context.createOscillator()
  const volume = context.createGain()
  tone.frequency.value = HIGH_HZ
  volume.gain.setValueAtTime(0.08, context.currentTime)
  volume.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + LENGTH_S)
  tone.connect(volume).connect(context.destination)
  tone.start()
  tone.stop(context.currentTime + LENGTH_S)
  tone.addEventListener('ended', () => void context.close())
}
