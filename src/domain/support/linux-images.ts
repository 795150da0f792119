import type { MarketplaceImage } from './marketplace-image.ts';

/**
 * Linux images that the agent supports.
 * Source: built-in policy definition "Configure Linux virtual machines to run Azure Monitor Agent with user-assigned
 * managed identity-based authentication" (ae8a10e6-19d6-44a3-a02d-a2bdfc707742, 3.14.0), github Azure/azure-policy at
 * f4a50bac, 2026-04-29.
 */
export const linuxImages: readonly MarketplaceImage[] = [
  {
    publisher: 'RedHat',
    offers: ['RHEL', 'RHEL-ARM64', 'RHEL-BYOS', 'RHEL-HA', 'RHEL-SAP', 'RHEL-SAP-APPS', 'RHEL-SAP-HA', 'RHEL-SAP-HANA'],
    skus: ['7*', '8*', '9*', '10*', 'rhel-lvm7*', 'rhel-lvm8*', 'rhel-lvm9*', 'rhel-lvm10*'],
  },
  {
    publisher: 'SUSE',
    offers: [
      'SLES',
      'SLES-HPC',
      'SLES-HPC-Priority',
      'SLES-SAP',
      'SLES-SAP-BYOS',
      'SLES-Priority',
      'SLES-BYOS',
      'SLES-SAPCAL',
      'SLES-Standard',
    ],
    skus: ['12*', '15*'],
  },
  { publisher: 'SUSE', offers: ['sles-12*', 'sles-15*'], skus: ['gen1', 'gen2'] },
  {
    publisher: 'Canonical',
    offers: ['UbuntuServer', '0001-com-ubuntu-server-*', '0001-com-ubuntu-pro-*', 'ubuntu-24_04-lts*'],
    skus: [
      ...['14.04.0-lts', '14.04.1-lts', '14.04.2-lts', '14.04.3-lts', '14.04.4-lts', '14.04.5-lts'],
      ...['16_04_0-lts-gen2', '16_04-lts-gen2', '16.04-lts', '16.04.0-lts'],
      ...['18_04-lts-arm64', '18_04-lts-gen2', '18.04-lts'],
      ...['20_04-lts', '20_04-lts-arm64', '20_04-lts-gen2'],
      ...['22_04-lts', '22_04-lts-arm64', '22_04-lts-gen2'],
      ...['server', 'server-arm64', '24_04-gen2', 'pro-24_04'],
      ...['16', '18', '20', '22'].flatMap((year) => [`pro-${year}_04-lts`, `pro-${year}_04-lts-gen2`]),
    ],
  },
  { publisher: 'Oracle', offers: ['Oracle-Linux'], skus: ['7*', '8*', 'ol7*', 'ol8*', 'ol9*'] },
  { publisher: 'OpenLogic', offers: ['CentOS', 'Centos-LVM', 'CentOS-SRIOV'], skus: ['7*', '8*'] },
  { publisher: 'cloudera', offers: ['cloudera-centos-os'], skus: ['7*'] },
  { publisher: 'almalinux', offers: ['almalinux*'], skus: ['8*', '9*'] },
  {
    publisher: 'ciq',
    offers: ['rocky-community-editions'],
    skus: ['rocky-community-8', 'rocky-community-9', 'rocky-community-8-arm', 'rocky-community-9-arm'],
  },
  { publisher: 'resf', offers: ['rockylinux-x86_64'], skus: ['8-lvm', '9-base'] },
  { publisher: 'credativ', offers: ['Debian'], skus: ['9'] },
  {
    publisher: 'Debian',
    offers: ['debian-10', 'debian-11', 'debian-12'],
    skus: ['10', '10-gen2', '11', '11-gen2', '12', '12-gen2', '11-backports-arm64', '12-backports-arm64'],
  },
  {
    publisher: 'microsoftcblmariner',
    offers: ['cbl-mariner', 'azure-linux-3'],
    skus: [
      ...['1-gen2', 'cbl-mariner-1', 'cbl-mariner-2', 'cbl-mariner-2-arm64', 'cbl-mariner-2-gen2'],
      ...['azure-linux-3', 'azure-linux-3-arm64', 'azure-linux-3-gen2'],
    ],
  },
];
