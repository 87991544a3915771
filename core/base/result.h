#pragma once

#include <type_traits>
#include <utility>
#include <variant>

namespace wick::core {

/// Marks a value as the error of a Result: `return Failure{ParseError::Empty};`
template <typename E>
struct Failure
{
    E error;
};

template <typename E>
Failure(E) -> Failure<E>;

/// A value or the named reason why there is none: a small subset of std::expected of C++23.
/// Asking for the side that is not there is a broken invariant and throws std::bad_variant_access.
template <typename T, typename E>
class [[nodiscard]] Result
{
public:
    using value_type = T;
    using error_type = E;

    Result(T value) // NOLINT(google-explicit-constructor): reads as the value itself
        : m_state(std::in_place_index<0>, std::move(value))
    {}
    template <typename F>
    Result(Failure<F> failure) // NOLINT(google-explicit-constructor): reads as `return Failure{…}`
        : m_state(std::in_place_index<1>, std::move(failure.error))
    {}

    [[nodiscard]] bool has_value() const noexcept { return m_state.index() == 0; }
    [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }

    [[nodiscard]] const T& value() const& { return std::get<0>(m_state); }
    [[nodiscard]] T& value() & { return std::get<0>(m_state); }
    [[nodiscard]] T&& value() && { return std::get<0>(std::move(m_state)); }
    [[nodiscard]] const E& error() const& { return std::get<1>(m_state); }
    [[nodiscard]] E&& error() && { return std::get<1>(std::move(m_state)); }

    [[nodiscard]] const T& operator*() const& { return value(); }
    [[nodiscard]] T& operator*() & { return value(); }
    [[nodiscard]] T&& operator*() && { return std::move(*this).value(); }
    [[nodiscard]] const T* operator->() const { return &value(); }
    [[nodiscard]] T* operator->() { return &value(); }

    /// Goes on with `next(value)`, which returns a Result with the same error type.
    template <typename Next>
    [[nodiscard]] auto and_then(Next&& next) &&
    {
        using Following = std::invoke_result_t<Next, T&&>;
        if (has_value()) {
            return std::forward<Next>(next)(std::move(*this).value());
        }
        return Following{Failure{std::move(*this).error()}};
    }

private:
    std::variant<T, E> m_state;
};

/// The outcome of work that has nothing to return but may fail.
template <typename E>
class [[nodiscard]] Result<void, E>
{
public:
    using value_type = void;
    using error_type = E;

    Result() = default;
    template <typename F>
    Result(Failure<F> failure) // NOLINT(google-explicit-constructor): reads as `return Failure{…}`
        : m_state(std::in_place_index<1>, std::move(failure.error))
    {}

    [[nodiscard]] bool has_value() const noexcept { return m_state.index() == 0; }
    [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }
    [[nodiscard]] const E& error() const& { return std::get<1>(m_state); }
    [[nodiscard]] E&& error() && { return std::get<1>(std::move(m_state)); }

    /// Goes on with `next()`, which returns a Result with the same error type.
    template <typename Next>
    [[nodiscard]] auto and_then(Next&& next) &&
    {
        using Following = std::invoke_result_t<Next>;
        if (has_value()) {
            return std::forward<Next>(next)();
        }
        return Following{Failure{std::move(*this).error()}};
    }

private:
    std::variant<std::monostate, E> m_state;
};

} // namespace wick::core
