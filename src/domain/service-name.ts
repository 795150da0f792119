export const serviceNames = ['support', 'identity', 'ama', 'data-collection'] as const;
export type ServiceName = (typeof serviceNames)[number];
