#include "core/io/jsonwriter.h"

#include "core/base/decimal.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <utility>

namespace wick::io {

namespace {

constexpr int kMoneyDecimals = 6;

} // namespace

std::string numberText(double value)
{
    if (!std::isfinite(value)) {
        return "0";
    }
    std::array<char, 400> buffer{}; // the largest double has 309 digits
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed)
            .ptr;
    return std::string{buffer.data(), end};
}

void JsonWriter::newLine()
{
    if (m_layout == JsonLayout::Indented) {
        m_text += '\n';
        m_text.append(m_filled.size() * 2, ' ');
    }
}

void JsonWriter::start(std::string_view key)
{
    if (!m_filled.empty()) {
        if (m_filled.back()) {
            m_text += ',';
        }
        m_filled.back() = true;
        newLine();
    }
    if (!key.empty()) {
        quote(key);
        m_text += m_layout == JsonLayout::Indented ? ": " : ":";
    }
}

void JsonWriter::quote(std::string_view value)
{
    m_text += '"';
    for (const char c : value) {
        if (c == '"' || c == '\\') {
            m_text += '\\';
            m_text += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            std::array<char, 8> buffer{};
            std::snprintf(buffer.data(), buffer.size(), "\\u%04x",
                          static_cast<unsigned>(static_cast<unsigned char>(c)));
            m_text += buffer.data();
        } else {
            m_text += c;
        }
    }
    m_text += '"';
}

void JsonWriter::open(std::string_view key, char bracket)
{
    start(key);
    m_text += bracket;
    m_filled.push_back(false);
}

void JsonWriter::close(char bracket)
{
    const bool filled = m_filled.back();
    m_filled.pop_back();
    if (filled) {
        newLine();
    }
    m_text += bracket;
}

void JsonWriter::beginObject(std::string_view key)
{
    open(key, '{');
}
void JsonWriter::endObject()
{
    close('}');
}
void JsonWriter::beginArray(std::string_view key)
{
    open(key, '[');
}
void JsonWriter::endArray()
{
    close(']');
}

void JsonWriter::text(std::string_view key, std::string_view value)
{
    start(key);
    quote(value);
}

void JsonWriter::literal(std::string_view key, std::string_view digits)
{
    start(key);
    m_text += digits;
}

void JsonWriter::number(std::string_view key, double value)
{
    literal(key, std::isfinite(value) ? numberText(value) : "null");
}

void JsonWriter::number(std::string_view key, std::optional<double> value)
{
    literal(key, value && std::isfinite(*value) ? numberText(*value) : "null");
}

void JsonWriter::money(std::string_view key, core::Money value)
{
    literal(key, core::fixedText(value.count(), kMoneyDecimals));
}

void JsonWriter::money(std::string_view key, std::optional<core::Money> value)
{
    literal(key, value ? core::fixedText(value->count(), kMoneyDecimals) : "null");
}

void JsonWriter::flag(std::string_view key, bool value)
{
    literal(key, value ? "true" : "false");
}

void JsonWriter::null(std::string_view key)
{
    literal(key, "null");
}

std::string JsonWriter::take()
{
    m_filled.clear();
    m_text += '\n';
    return std::exchange(m_text, {});
}

} // namespace wick::io
