#include "core/venues/lighter/crypto/textcodec.h"

#include <array>
#include <cstddef>

namespace wick::lighter {

namespace {

constexpr std::string_view kDigits = "0123456789abcdef";
constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint32_t kNoDigit = 0x100;

/// All ones when low <= character <= high, by the sign of differences.
constexpr std::uint32_t maskOfRange(std::uint32_t character, char low, char high) noexcept
{
    const std::uint32_t below = character - static_cast<unsigned char>(low);
    const std::uint32_t above = static_cast<unsigned char>(high) - character;
    return ((below | above) >> 31U) - 1U;
}

/// The value of a hexadecimal digit, or kNoDigit, without a branch.
constexpr std::uint32_t hexValue(char digit) noexcept
{
    const std::uint32_t character = static_cast<unsigned char>(digit);
    const std::uint32_t decimal = maskOfRange(character, '0', '9');
    const std::uint32_t lower = maskOfRange(character, 'a', 'f');
    const std::uint32_t upper = maskOfRange(character, 'A', 'F');
    return (decimal & (character - '0')) | (lower & (character - 'a' + 10))
           | (upper & (character - 'A' + 10)) | (~(decimal | lower | upper) & kNoDigit);
}

} // namespace

void appendHex(std::string& text, std::span<const std::uint8_t> bytes)
{
    for (const std::uint8_t byte : bytes) {
        text += kDigits[byte >> 4U];
        text += kDigits[byte & 0xFU];
    }
}

std::string toHex(std::span<const std::uint8_t> bytes)
{
    std::string text;
    text.reserve(2 * bytes.size());
    appendHex(text, bytes);
    return text;
}

bool fromHex(std::string_view text, std::span<std::uint8_t> bytes) noexcept
{
    if (text.size() != 2 * bytes.size()) {
        return false;
    }
    std::uint32_t invalid = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const std::uint32_t high = hexValue(text[2 * i]);
        const std::uint32_t low = hexValue(text[2 * i + 1]);
        invalid |= (high | low) & kNoDigit;
        bytes[i] = static_cast<std::uint8_t>((high << 4U) | (low & 0xFFU));
    }
    return invalid == 0;
}

void appendBase64(std::string& text, std::span<const std::uint8_t> bytes)
{
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::size_t count = bytes.size() - at;
        std::uint32_t group = static_cast<std::uint32_t>(bytes[at]) << 16U;
        group |= count > 1 ? static_cast<std::uint32_t>(bytes[at + 1]) << 8U : 0U;
        group |= count > 2 ? bytes[at + 2] : 0U;
        text += kAlphabet[group >> 18U];
        text += kAlphabet[(group >> 12U) & 63U];
        text += count > 1 ? kAlphabet[(group >> 6U) & 63U] : '=';
        text += count > 2 ? kAlphabet[group & 63U] : '=';
    }
}

bool fromBase64(std::string_view text, std::span<std::uint8_t> bytes) noexcept
{
    const std::size_t padding = (3 - bytes.size() % 3) % 3;
    if (text.size() != (bytes.size() + padding) / 3 * 4
        || !text.ends_with(std::string_view{"=="}.substr(2 - padding)))
    {
        return false;
    }
    text.remove_suffix(
        padding); // what is left has exactly the bits of the bytes, and less than one
    std::uint32_t bits = 0;
    std::uint32_t held = 0;
    auto place = bytes.begin();
    for (const char character : text) {
        const std::size_t value = kAlphabet.find(character);
        if (value == std::string_view::npos) {
            return false;
        }
        bits = (bits << 6U) | static_cast<std::uint32_t>(value);
        held += 6;
        if (held >= 8) {
            held -= 8;
            *place++ = static_cast<std::uint8_t>(bits >> held);
        }
    }
    return (bits & ((1U << held) - 1U)) == 0;
}

} // namespace wick::lighter
