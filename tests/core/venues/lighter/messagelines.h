#pragma once

#include "core/venues/lighter/messages.h"

#include <concepts>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

namespace wick::test {

/// All a message says, as one text for each field: "orders[0].price" → "235274e-2". What is not
/// there has no entry.
using MessageLines = std::map<std::string, std::string>;

/// Visits the fields of a message and writes them down.
class LineWriter
{
public:
    LineWriter(MessageLines& lines, std::string prefix)
        : m_lines(lines)
        , m_prefix(std::move(prefix))
    {}

    template <typename Field>
    void required(std::string_view name, const Field& field)
    {
        write(m_prefix + std::string{name}, field);
    }
    template <typename Field>
    void optional(std::string_view name, const Field& field)
    {
        required(name, field);
    }
    template <typename Field>
    void defaulted(std::string_view name, const Field& field)
    {
        required(name, field);
    }
    template <typename Field>
    void sum(std::string_view name, const Field& field)
    {
        required(name, field);
    }
    template <typename Field>
    void list(std::string_view name, const Field& field)
    {
        required(name, field);
    }
    template <typename Field>
    void openList(std::string_view name, const Field& field)
    {
        required(name, field);
    }
    template <typename Field>
    void rows(std::string_view name, const Field& field)
    {
        required(name, field);
    }

private:
    void write(const std::string& name, const core::Decimal& value)
    {
        m_lines[name] = std::to_string(value.mantissa) + "e-" + std::to_string(value.decimals);
    }
    void write(const std::string& name, core::Timestamp value)
    {
        m_lines[name] = std::to_string(value.count());
    }
    void write(const std::string& name, const std::string& value) { m_lines[name] = value; }
    void write(const std::string& name, bool value) { m_lines[name] = value ? "true" : "false"; }
    template <std::signed_integral Number>
    void write(const std::string& name, Number value)
    {
        m_lines[name] = std::to_string(value);
    }
    template <typename Enum>
    requires std::is_enum_v<Enum>
    void write(const std::string& name, Enum value)
    {
        m_lines[name] = std::to_string(static_cast<int>(value));
    }
    template <typename Field>
    void write(const std::string& name, const std::optional<Field>& value)
    {
        if (value) {
            write(name, *value);
        }
    }
    template <typename Row>
    void write(const std::string& name, const std::vector<Row>& rows)
    {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            write(name + '[' + std::to_string(i) + ']', rows[i]);
        }
    }
    template <typename Message>
    requires std::is_class_v<Message>
    void write(const std::string& name, const Message& message)
    {
        LineWriter inner{m_lines, name + '.'};
        Message::visit(message, inner);
    }

    MessageLines& m_lines;
    std::string m_prefix;
};

template <typename Message>
MessageLines linesOf(const Message& message)
{
    MessageLines lines;
    LineWriter writer{lines, {}};
    if constexpr (requires { message.refusal; }) {
        writer.required("error", message.refusal);
    } else if constexpr (requires { Message::visit(message, writer); }) {
        Message::visit(message, writer);
    }
    if constexpr (requires { message.market; }) {
        writer.required("market", message.market);
    }
    if constexpr (requires { message.account; }) {
        writer.required("account", message.account);
    }
    return lines;
}

inline MessageLines linesOf(const lighter::wire::Frame& frame)
{
    MessageLines lines = std::visit([](const auto& message) { return linesOf(message); }, frame);
    lines["frame"] = std::to_string(frame.index());
    return lines;
}

} // namespace wick::test
