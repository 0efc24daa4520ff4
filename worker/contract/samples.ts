import * as v from 'valibot'

/**
 * How ids of sample people and their tags begin: ids hold their time, and no real one is from 1970. So an id
 * alone tells, wherever it stands, that nothing may be sent there.
 */
export const SAMPLE_START = '222222222'

export const isSampleId = (id: string): boolean => id.startsWith(SAMPLE_START)

export const SamplesView = v.object({ people: v.number() })
export type SamplesView = v.InferOutput<typeof SamplesView>
