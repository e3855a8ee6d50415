#pragma once
// Mends JSON text that arrives in pieces: a \ud800 escape without its other half becomes \ufffd, as
// Go reads it (the parser would refuse it). Text keeps its length, so offsets stay true.

#include <string>
#include <string_view>

namespace argocdpp::proto {

class surrogate_mender {
  public:
    /// The piece with lone halves replaced; valid until the next call. An escape that the piece
    /// cuts is held back, and comes with the next piece.
    std::string_view mend(std::string_view piece);
    /// What is still held back when the text has ended.
    std::string_view finish();

  private:
    std::string_view scan(std::string_view text, bool is_last);

    std::string held_;
    std::string copy_;
};

} // namespace argocdpp::proto
