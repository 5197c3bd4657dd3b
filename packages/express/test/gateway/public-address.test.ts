import { expect, test } from 'vitest';
import { isPublicAddress } from '../../src/gateway/files/public-address.ts';

test.each<readonly [string, boolean]>([
  ['8.8.8.8', true],
  ['2606:4700::1111', true],
  ['::ffff:8.8.8.8', true],
  ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254', '172.16.0.1', '192.0.0.1', '192.0.2.1', '192.168.1.1', '198.18.0.1', '203.0.113.1', '224.0.0.1', '168.63.129.16', '240.0.0.1', '255.255.255.255'].map((address) => [address, false] as const),
  ...['::', '::1', '::ffff:127.0.0.1', '::ffff:a00:1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001:0:1::1', 'fc00::1', 'fd12::1', 'fe80::1', 'ff02::1', '2001:db8::1', 'fec0::1', '100::1', '::127.0.0.1', '::a9fe:a9fe', '::7f00:1', '::808:808', '::ffff:168.63.129.16', '4000::1', '3fff::1', '5f00::1'].map((address) => [address, false] as const),
  ...['', 'localhost', '127.0.0.1.', '1e1', '256.1.1.1'].map((address) => [address, false] as const),
])('%s is public: %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});
