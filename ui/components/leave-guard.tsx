import { useEffect } from 'preact/hooks'
import type { Form } from '../lib/form'
import { holdPage } from '../lib/leaving'

/** Leaving a page with unsaved changes asks first, inside the app and when the tab closes. */
export function LeaveGuard({ form }: { form: Form }) {
  const isDirty = form.isDirty.value
  useEffect(() => (isDirty ? holdPage() : undefined), [isDirty])
  return null
}
