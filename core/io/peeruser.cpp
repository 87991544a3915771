#include "core/io/peeruser.h"

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace wick::io {

bool peerIsOurUser(qintptr descriptor)
{
#if defined(Q_OS_LINUX)
    ucred peer{};
    socklen_t size = sizeof peer;
    const int socket = static_cast<int>(descriptor);
    return getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && size == sizeof peer
           && peer.uid == geteuid();
#elif defined(Q_OS_UNIX)
    uid_t user{};
    gid_t group{};
    return getpeereid(static_cast<int>(descriptor), &user, &group) == 0 && user == geteuid();
#else
    Q_UNUSED(descriptor);
    return true;
#endif
}

} // namespace wick::io
