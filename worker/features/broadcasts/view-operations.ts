import type { Deps } from '../../boundary/deps'
import type { BroadcastView } from '../../contract/broadcasts'
import type { Language } from '../../contract/common'
import { namesOf } from '../accounts/user-operations'
import type { Broadcast } from './queries'
import { toBroadcastView } from './views'

/** A broadcast as it is shown, with the name of who made it. */
export async function viewOf(
  { var: { deps, language } }: { var: { deps: Pick<Deps, 'db'>; language: Language } },
  broadcast: Broadcast,
): Promise<BroadcastView> {
  return toBroadcastView(broadcast, await namesOf(deps, [broadcast.createdBy]), language)
}
