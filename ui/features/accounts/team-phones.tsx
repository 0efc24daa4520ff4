import { useQuery } from '@tanstack/preact-query'
import { PHONES_HIDDEN, type PhonesHidden } from '../../../worker/contract/team'
import { Choices } from '../../components/choice'
import { describeFailure } from '../../components/failure'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { queryClient } from '../../lib/query'
import { m } from '../../paraglide/messages.js'
import { changeBusiness, fetchBusiness } from './api'
import { canManage, useSession } from './session'

const BUSINESS = ['account']

const NAMES: Record<PhonesHidden, () => string> = {
  nobody: m.team_phones_nobody,
  viewers: m.team_phones_viewers,
  support: m.team_phones_support,
}

/** For whom contacts' numbers are masked. It counts at once, and the same press takes it back. */
export function PhonesSection() {
  const business = useQuery({ queryKey: BUSINESS, queryFn: fetchBusiness })
  const mayChange = canManage(useSession())
  const change = useAction<PhonesHidden>(async (phonesHidden) => {
    queryClient.setQueryData(BUSINESS, await changeBusiness({ phonesHidden }))
    showToast({ text: m.common_saved() })
  })
  const failure = change.error.value
  return (
    <Section title={m.team_phones()}>
      <Loaded query={business} skeleton={<Skeleton shape="text" count={3} />}>
        {({ phonesHidden }) => (
          <fieldset class="panel pad stack close" disabled={!mayChange}>
            <Choices
              legend={m.team_phones_legend()}
              name="phonesHidden"
              value={phonesHidden}
              onChange={(value) => void change.run(value)}
              choices={PHONES_HIDDEN.map((value) => ({ value, label: NAMES[value]() }))}
            />
            <p class="sm muted">{m.team_phones_hint()}</p>
            {failure && (
              <p class="t-danger" role="alert">
                {describeFailure(failure)}
              </p>
            )}
          </fieldset>
        )}
      </Loaded>
    </Section>
  )
}
