#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <span>

/// SHA-2, for deriving keys and nonces k. No branch and no index depends on the bytes, only on
/// their number. Source: FIPS 180-4, RFC 2104.
namespace wick::lighter::sha2 {

using Bytes = std::span<const std::uint8_t>;
using Digest256 = std::array<std::uint8_t, 32>;
using Digest512 = std::array<std::uint8_t, 64>;

/// SHA-256 over the parts, one after the other.
[[nodiscard]] Digest256 sha256(std::initializer_list<Bytes> parts) noexcept;
/// SHA-512 over the parts, one after the other.
[[nodiscard]] Digest512 sha512(std::initializer_list<Bytes> parts) noexcept;
/// HMAC with SHA-512, for a key of at most 128 bytes.
[[nodiscard]] Digest512 hmacSha512(std::span<const std::uint8_t> key,
                                   std::initializer_list<Bytes> parts) noexcept;

} // namespace wick::lighter::sha2
