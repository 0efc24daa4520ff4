import { expect, it } from 'vitest'
import { alarmOperator } from '../../../worker/features/deletion/alarm-operations'
import { DAY_MS, MINUTE_MS } from '../../../worker/lib/time'
import { Deletion } from '../../support/deletion'
import { mailsTo } from '../../support/people'
import { Shop } from '../../support/shop'

it('writes to the operator once about a deletion that is open for more than three days', async () => {
  const deletion = await new Deletion(await Shop.open()).begin()
  const { deps, code } = deletion
  const told = async () =>
    (await mailsTo(deps.config.SUPPORT_EMAIL)).filter(({ text }) => text.includes(code))

  deletion.wait(3 * DAY_MS - MINUTE_MS)
  await alarmOperator(deps)
  expect(await told()).toHaveLength(0)

  deletion.wait(2 * MINUTE_MS)
  await alarmOperator(deps)
  await alarmOperator(deps)
  expect(await told()).toHaveLength(1)
  expect((await told())[0]?.text).not.toContain(deletion.shop.person.email)
})

it('leaves a deletion that is over in peace', async () => {
  const deletion = await new Deletion(await Shop.open()).begin()
  await deletion.finish()
  deletion.wait(4 * DAY_MS)
  await alarmOperator(deletion.deps)
  const mails = await mailsTo(deletion.deps.config.SUPPORT_EMAIL)
  expect(mails.filter(({ text }) => text.includes(deletion.code))).toEqual([])
})
