import { useQuery } from '@tanstack/preact-query'
import type { PersonRequestView } from '../../../worker/contract/deletion'
import { Button } from '../../components/button'
import { describeFailure } from '../../components/failure'
import { Time } from '../../components/isolate'
import { Section } from '../../components/page-parts'
import { useAction } from '../../lib/action'
import { queryClient } from '../../lib/query'
import { m } from '../../paraglide/messages.js'
import { canManage, useSession } from '../accounts/session'
import { fetchPersonRequests, settlePersonRequest } from './api'

const REQUESTS = ['person-requests']

/** People in the contact list who asked on our public page to be deleted; nothing where nobody did. */
export function PersonRequestsSection() {
  const { data } = useQuery({ queryKey: REQUESTS, queryFn: fetchPersonRequests })
  const items = data?.items ?? []
  if (items.length === 0) return null
  return (
    <Section title={m.data_people()}>
      <div class="panel pad stack close">
        <p class="md">{m.data_people_text()}</p>
        {items.map((request) => (
          <Line key={`${request.id}/${request.contactId}`} request={request} />
        ))}
      </div>
    </Section>
  )
}

function Line({ request }: { request: PersonRequestView }) {
  const mayManage = canManage(useSession())
  const settle = useAction<PersonRequestView>(async (one) => {
    await settlePersonRequest(one)
    await queryClient.invalidateQueries({ queryKey: REQUESTS })
  })
  const failure = settle.error.value
  return (
    <div class="row">
      <span class="grow">
        <Time at={request.at} />
        {failure && <span class="t-danger"> {describeFailure(failure)}</span>}
      </span>
      {request.settledAt === null ? (
        <>
          <a href={`/contacts/${request.contactId}`}>{m.data_people_open()}</a>
          {mayManage && (
            <Button
              size="slim"
              isBusy={settle.isBusy.value}
              onClick={() => void settle.run(request)}
            >
              {m.data_people_settle()}
            </Button>
          )}
        </>
      ) : (
        <span class="muted">{m.data_people_settled()}</span>
      )}
    </div>
  )
}
