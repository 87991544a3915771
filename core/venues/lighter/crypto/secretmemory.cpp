#include "core/venues/lighter/crypto/secretmemory.h"

#include "core/venues/lighter/crypto/wipe.h"

#include <new>
#include <utility>

#ifdef _WIN32
#include <windows.h>
#else
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace wick::lighter {

namespace {

#ifdef _WIN32

std::size_t pageSize() noexcept
{
    SYSTEM_INFO info{};
    GetSystemInfo(&info);
    return info.dwPageSize;
}

void* reserve(std::size_t size) noexcept
{
    return VirtualAlloc(nullptr, size, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
}

bool lock(void* pages, std::size_t size) noexcept
{
    return VirtualLock(pages, size) != 0;
}

void giveBack(void* pages, std::size_t size) noexcept
{
    VirtualUnlock(pages, size);
    VirtualFree(pages, 0, MEM_RELEASE);
}

#else

std::size_t pageSize() noexcept
{
    return static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

void* reserve(std::size_t size) noexcept
{
    void* pages = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return pages == MAP_FAILED ? nullptr : pages; // NOLINT(performance-no-int-to-ptr): its macro
}

/// What cannot be had (a limit of locked memory, an older kernel) is done without.
bool lock(void* pages, std::size_t size) noexcept
{
#ifdef MADV_DONTDUMP
    static_cast<void>(madvise(pages, size, MADV_DONTDUMP));
#endif
#ifdef MADV_DONTFORK
    static_cast<void>(madvise(pages, size, MADV_DONTFORK));
#endif
    return mlock(pages, size) == 0;
}

void giveBack(void* pages, std::size_t size) noexcept
{
    munmap(pages, size); // unlocks as well
}

#endif

} // namespace

SecretMemory::SecretMemory(std::size_t size)
    : m_size(size)
{
    const std::size_t page = pageSize();
    m_reserved = (size / page + 1) * page;
    m_pages = static_cast<std::uint8_t*>(reserve(m_reserved));
    if (m_pages == nullptr) {
        throw std::bad_alloc{};
    }
    m_locked = lock(m_pages, m_reserved);
}

SecretMemory::SecretMemory(SecretMemory&& other) noexcept
    : m_pages(std::exchange(other.m_pages, nullptr))
    , m_size(std::exchange(other.m_size, 0))
    , m_reserved(std::exchange(other.m_reserved, 0))
    , m_locked(std::exchange(other.m_locked, false))
{}

SecretMemory& SecretMemory::operator=(SecretMemory&& other) noexcept
{
    if (this != &other) {
        release();
        m_pages = std::exchange(other.m_pages, nullptr);
        m_size = std::exchange(other.m_size, 0);
        m_reserved = std::exchange(other.m_reserved, 0);
        m_locked = std::exchange(other.m_locked, false);
    }
    return *this;
}

SecretMemory::~SecretMemory()
{
    release();
}

void SecretMemory::release() noexcept
{
    if (m_pages != nullptr) {
        wipeMemory(m_pages, m_reserved);
        giveBack(m_pages, m_reserved);
    }
}

} // namespace wick::lighter
