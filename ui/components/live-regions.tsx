import { politeText, urgentText } from '../lib/announce'

/** The two regions through which the whole page speaks to screen readers. */
export const LiveRegions = () => (
  <>
    <div class="vh" role="status" aria-live="polite">
      {politeText.value}
    </div>
    <div class="vh" role="alert" aria-live="assertive">
      {urgentText.value}
    </div>
  </>
)
