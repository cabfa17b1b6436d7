import { getProperty, type AttributeObject } from '../contract/attribute-value.ts';

export const DEFAULT_PROJECT = 'default';

/** What an SDK calls a service that nobody has named, with or without `:python` behind. */
const UNNAMED_SERVICE = /^unknown_service\b/;

/** The project that a resource belongs to: the one it names, else its service, else `default`. `resource` has its keys as sent. */
export function findProject(resource: AttributeObject): string {
  const project = getProperty(resource, 'openinference.project.name');
  if (typeof project === 'string' && project.trim() !== '') {
    return project;
  }
  const service = getProperty(resource, 'service.name');
  return typeof service === 'string' && service.trim() !== '' && !UNNAMED_SERVICE.test(service)
    ? service
    : DEFAULT_PROJECT;
}
