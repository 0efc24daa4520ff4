import { useQuery } from '@tanstack/preact-query'
import { describeFailure } from '../../components/failure'
import { SelectField } from '../../components/field'
import { Section } from '../../components/page-parts'
import { Loaded, Skeleton } from '../../components/states'
import { showToast } from '../../components/toast'
import { useAction } from '../../lib/action'
import { queryClient } from '../../lib/query'
import { m } from '../../paraglide/messages.js'
import { changeRetention, fetchRetention } from './api'

const RETENTION = ['retention']
const MONTHS = [3, 6, 12, 24, 36, 60]

/** How long messages, and people nobody hears of, are kept. */
export function RetentionSection() {
  const retention = useQuery({ queryKey: RETENTION, queryFn: fetchRetention })
  const change = useAction<number | null>(async (months) => {
    queryClient.setQueryData(RETENTION, await changeRetention(months))
    showToast({ text: m.common_saved() })
  })
  const failure = change.error.value
  return (
    <Section title={m.data_retention()}>
      <div class="panel pad stack close">
        <p class="md">{m.data_retention_text()}</p>
        <Loaded query={retention} skeleton={<Skeleton shape="text" count={1} />}>
          {({ months }) => (
            <SelectField
              name="months"
              id="retention-months"
              label={m.data_retention_label()}
              value={months === null ? '' : String(months)}
              options={[
                { value: '', text: m.data_retention_never() },
                ...[...new Set([...MONTHS, ...(months === null ? [] : [months])])]
                  .sort((a, b) => a - b)
                  .map((count) => ({
                    value: String(count),
                    text: m.data_retention_months({ count }),
                  })),
              ]}
              onChange={(chosen) => void change.run(chosen === '' ? null : Number(chosen))}
            />
          )}
        </Loaded>
        {failure && <p class="t-danger">{describeFailure(failure)}</p>}
      </div>
    </Section>
  )
}
