/** What does not exist in every cloud, and how it is called in messages. */
export const capabilities = {
  /** The agent by auto-provisioning: the workspace, solution and rules that Defender for Cloud would make itself. */
  defaultWorkspacePipeline: "Defender for Cloud's default workspace with its rules",
  /** Microsoft Defender for Endpoint through Defender for Cloud. */
  endpointProtection: 'Microsoft Defender for Endpoint',
} as const;
export type Capability = keyof typeof capabilities;
