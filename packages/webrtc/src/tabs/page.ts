/** Whether the person sees this page. */
export const isVisible = () => typeof document !== 'undefined' && document.visibilityState === 'visible'

/** Tells when the person sees this page or not any more; the function it returns stops that. */
export function onVisibility(listener: () => void): () => void {
  if (typeof document === 'undefined') return () => {}
  document.addEventListener('visibilitychange', listener)
  return () => document.removeEventListener('visibilitychange', listener)
}
