#pragma once

#include "core/domain/moneyandids.h"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wick::io {

/// How a document is laid out: for people, or one record a line.
enum class JsonLayout : std::uint8_t
{
    Indented, ///< two blanks a level
    OneLine,
};

/// Writes JSON with its keys in the order they are given. Money is written with
/// its six decimals and never passes through a double; a double is the shortest text that reads
/// back as itself, and what is not finite is null. The caller closes what it opens.
class JsonWriter
{
public:
    explicit JsonWriter(JsonLayout layout = JsonLayout::Indented)
        : m_layout(layout)
    {}

    void beginObject(std::string_view key = {});
    void endObject();
    void beginArray(std::string_view key = {});
    void endArray();

    void text(std::string_view key, std::string_view value);
    void number(std::string_view key, double value);
    void number(std::string_view key, std::optional<double> value);
    template <std::integral Whole>
    void whole(std::string_view key, Whole value)
    {
        literal(key, std::to_string(value));
    }
    void money(std::string_view key, core::Money value);
    void money(std::string_view key, std::optional<core::Money> value);
    void flag(std::string_view key, bool value);
    void null(std::string_view key);
    /// A number given as text, as it is.
    void literal(std::string_view key, std::string_view digits);

    /// The document, with a line end. The writer is empty afterwards.
    [[nodiscard]] std::string take();

private:
    void open(std::string_view key, char bracket);
    void close(char bracket);
    void start(std::string_view key);
    void quote(std::string_view value);

    void newLine();

    JsonLayout m_layout;
    std::string m_text;
    std::vector<bool> m_filled; ///< a level: whether something stands in it
};

/// The shortest text that reads back as this number, without exponent where it can be; "0" for a
/// number that is not finite.
[[nodiscard]] std::string numberText(double value);

} // namespace wick::io
