namespace Chaffinch.Corpora.Model;

/// <summary>Says whether bytes can be the start of a compressed member or frame at which reading may begin.</summary>
/// <param name="first">The first bytes, inflated; up to a few hundred.</param>
internal delegate bool MemberCheck(ReadOnlySpan<byte> first);
