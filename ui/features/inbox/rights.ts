import type { SessionView } from '../../../worker/contract/auth'

/** The server decides; this only hides what it would refuse. */
export const mayAnswer = ({ account }: SessionView) => account.role !== 'viewer'
