// All that follows a person who becomes one with another, whichever feature has it.

import { broadcastMerging } from '../broadcasts/merge-queries'
import type { MergePart } from '../contacts/merge-parts'
import { inboxMerging } from '../inbox/merge-operations'
import { requestMerging } from './merge-queries'

export const MERGE_PARTS: readonly MergePart[] = [broadcastMerging, inboxMerging, requestMerging]
