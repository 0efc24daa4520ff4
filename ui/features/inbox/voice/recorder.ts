import { writeOgg } from './ogg'
import { readOpus } from './webm'

/** The kinds that browsers record, the best one first. */
const KINDS = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus', 'audio/mp4'] as const
const BITS_PER_SECOND = 32_000
/** Longer ones nobody listens to; at this rate they stay far below WhatsApp's 16 MB. */
export const MOST_SECONDS = 15 * 60

export type Recording = {
  /** Ends it; the file is null where nothing was heard. */
  stop: () => Promise<File | null>
  /** Ends it and throws it away. */
  discard: () => void
}

export const canRecord = () => typeof MediaRecorder !== 'undefined' && 'mediaDevices' in navigator

/** Asks for the microphone; throws a DOMException where it is refused or there is none. */
export async function record(): Promise<Recording> {
  const kind = KINDS.find((one) => MediaRecorder.isTypeSupported(one)) ?? 'audio/mp4'
  const microphone = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } })
  // Not every microphone obeys, and WhatsApp takes one channel only.
  const context = new AudioContext()
  // Safari begins with a context that rests.
  await context.resume()
  const mono = new MediaStreamAudioDestinationNode(context, {
    channelCount: 1,
    channelCountMode: 'explicit',
  })
  context.createMediaStreamSource(microphone).connect(mono)
  const recorder = new MediaRecorder(mono.stream, {
    mimeType: kind,
    audioBitsPerSecond: BITS_PER_SECOND,
  })
  const parts: Blob[] = []
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data))
  const ended = new Promise<void>((resolve) => {
    recorder.addEventListener('stop', () => resolve(), { once: true })
  })
  recorder.start()
  const end = async () => {
    if (recorder.state !== 'inactive') recorder.stop()
    await ended
    for (const track of microphone.getTracks()) track.stop()
    await context.close()
  }
  return {
    stop: async () => {
      await end()
      return toFile(new Blob(parts, { type: kind }), kind)
    },
    discard: () => void end(),
  }
}

async function toFile(recorded: Blob, kind: (typeof KINDS)[number]): Promise<File | null> {
  if (recorded.size === 0) return null
  if (kind === 'audio/mp4') return new File([recorded], 'voice.m4a', { type: kind })
  if (kind === 'audio/ogg;codecs=opus')
    return new File([recorded], 'voice.ogg', { type: 'audio/ogg' })
  const opus = readOpus(new Uint8Array(await recorded.arrayBuffer()))
  return opus && new File([writeOgg(opus)], 'voice.ogg', { type: 'audio/ogg' })
}
