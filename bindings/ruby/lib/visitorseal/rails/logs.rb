# frozen_string_literal: true

module Visitorseal
  module Rails
    # Writes to the site's log, each message once.
    module Logs
      # After this many different messages it forgets them: they must not fill the memory, and the log must not stay silent
      # for ever.
      MAX_MESSAGES = 1000
      WRITTEN = {} # rubocop:disable Style/MutableConstant

      class << self
        # The names of the fields that hold signatures. Whoever reads a signature in a log can pretend to be that visitor.
        #
        # @param brands [Array<Brand>]
        # @return [Array<String>]
        def signature_fields(brands)
          brands.flat_map do |brand|
            scheme = Json.read(brand.scheme.to_json)
            [scheme["signature_field"], *scheme["signatures"]]
          rescue Error
            # The application must start. A page that needs the brand says what is wrong.
            []
          end.uniq
        end

        # @param level [Symbol] such as `:error`
        # @param message [String]
        def once(level, message)
          return if WRITTEN.key?(message)

          WRITTEN.clear if WRITTEN.size >= MAX_MESSAGES
          WRITTEN[message] = true
          ::Rails.logger&.public_send(level, "visitorseal: #{message}")
        end
      end
    end
    private_constant :Logs
  end
end
