import { Schedule } from './forwarding.ts'
import { route } from './route.ts'

/** The hours of the office; kept by an administrator, and not in the client. */
export const officeRoutes = {
  officeHours: route('GET /v1/office-hours', {
    answer: Schedule,
    etag: 'read',
  }),
  saveOfficeHours: route('PUT /v1/office-hours', {
    auth: 'admin',
    body: Schedule,
    answer: Schedule,
    etag: 'write',
    errors: ['conflict'],
  }),
} as const
