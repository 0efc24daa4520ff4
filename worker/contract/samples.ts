import * as v from 'valibot'

/**
 * How ids of sample people, tags, templates and broadcasts begin: ids hold their time, and no real one is
 * from 1970. So an id alone tells, wherever it stands, that nothing may be sent there.
 */
export const SAMPLE_START = '222222222'

/** Stands where a template names its connection: sample templates are at no Meta account. */
export const SAMPLE_CONNECTION = SAMPLE_START.padEnd(26, '2')

export const isSampleId = (id: string): boolean => id.startsWith(SAMPLE_START)

export const SamplesView = v.object({ people: v.number() })
export type SamplesView = v.InferOutput<typeof SamplesView>
