import { keyAction } from '../../../../src/widgets/base/keys';

const key = (
  name: string,
  more: Partial<
    Record<'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey', boolean>
  > = {}
) => ({
  key: name,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more
});

describe('keys', () => {
  it('move step and unit', () => {
    expect(keyAction(key('ArrowRight'))).toBe('nextStep');
    expect(keyAction(key('ArrowUp'))).toBe('previousUnit');
    expect(keyAction(key('End'))).toBe('lastStep');
    expect(keyAction(key('PageDown'))).toBe('nextChannel');
  });

  it('brush with Shift', () => {
    expect(keyAction(key('ArrowRight', { shiftKey: true }))).toBe(
      'extendRight'
    );
  });

  it('undo with Ctrl or Command and Z, redo with Shift or Y', () => {
    expect(keyAction(key('z', { ctrlKey: true }))).toBe('undo');
    expect(keyAction(key('Z', { metaKey: true }))).toBe('undo');
    expect(keyAction(key('z', { ctrlKey: true, shiftKey: true }))).toBe('redo');
    expect(keyAction(key('y', { ctrlKey: true }))).toBe('redo');
    expect(keyAction(key('y', { ctrlKey: true, shiftKey: true }))).toBeNull();
  });

  it('take letters in either case and leave the browser its own', () => {
    expect(keyAction(key('C'))).toBe('clamp');
    expect(keyAction(key('c', { ctrlKey: true }))).toBeNull();
    expect(keyAction(key('ArrowLeft', { altKey: true }))).toBeNull();
    expect(keyAction(key('q'))).toBeNull();
    expect(keyAction(key('constructor'))).toBeNull();
  });
});
