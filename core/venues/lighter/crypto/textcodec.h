#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace wick::lighter {

/// Two lower-case hexadecimal digits a byte, appended to `text`.
void appendHex(std::string& text, std::span<const std::uint8_t> bytes);
[[nodiscard]] std::string toHex(std::span<const std::uint8_t> bytes);

/// Reads exactly the digits of `bytes`, in either case; false when it is anything else. No branch
/// and no index depends on the digits, so it may read secrets.
[[nodiscard]] bool fromHex(std::string_view text, std::span<std::uint8_t> bytes) noexcept;

/// Base64 with the standard alphabet and padding, appended to `text`.
void appendBase64(std::string& text, std::span<const std::uint8_t> bytes);

/// Reads exactly the padded base64 of `bytes`; false when it is anything else, also when bits that
/// do not count are set. Not for secrets.
[[nodiscard]] bool fromBase64(std::string_view text, std::span<std::uint8_t> bytes) noexcept;

} // namespace wick::lighter
