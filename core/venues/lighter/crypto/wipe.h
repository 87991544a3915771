#pragma once

#include <cstddef>
#include <type_traits>

// A function that keeps a stack frame and a name of its own: wipeStackBelow() finds what it left,
// and tests/ci/constanttime can name it.
#ifdef _MSC_VER
#define WICK_OWN_FRAME __declspec(noinline)
#else
#define WICK_OWN_FRAME [[gnu::noinline]]
#endif

namespace wick::lighter {

/// Fills memory with zeros in a way the compiler may not leave out.
void wipeMemory(void* memory, std::size_t size) noexcept;

/// Fills with zeros the part of the stack below the caller, where a function that has just returned
/// kept what it computed with.
void wipeStackBelow() noexcept;

template <typename T>
void wipe(T& value) noexcept
{
    static_assert(std::is_trivially_copyable_v<T> && !std::is_pointer_v<T>);
    wipeMemory(&value, sizeof value);
}

/// A value on the stack that is wiped when it goes out of scope, and not copied by accident.
template <typename T>
class Wiped
{
public:
    Wiped() = default;
    explicit Wiped(const T& value) noexcept
        : m_value(value)
    {}
    Wiped(const Wiped&) = delete;
    Wiped& operator=(const Wiped&) = delete;
    Wiped(Wiped&&) = delete;
    Wiped& operator=(Wiped&&) = delete;
    ~Wiped() { wipe(m_value); }

    [[nodiscard]] T& operator*() noexcept { return m_value; }
    [[nodiscard]] const T& operator*() const noexcept { return m_value; }
    [[nodiscard]] T* operator->() noexcept { return &m_value; }
    [[nodiscard]] const T* operator->() const noexcept { return &m_value; }

private:
    T m_value{};
};

} // namespace wick::lighter
