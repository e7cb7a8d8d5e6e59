# frozen_string_literal: true

module Visitorseal
  module Rails
    # Who the visitor of a request is, signed.
    class CurrentVisitor
      # Out of the user when a brand does not say how; blanks are left out.
      USUAL = %i[id email name].freeze

      class << self
        # Whether the controller has what `config.visitorseal.current_user` names.
        def known?(controller)
          how = Rails.config.current_user
          how.respond_to?(:call) || controller.respond_to?(how, true)
        end

        # The site's user, or nil. A block runs in the controller, and may take it.
        def user(controller)
          how = Rails.config.current_user
          return controller.respond_to?(how, true) ? controller.__send__(how) : nil unless how.respond_to?(:call)
          return how.call(controller) unless how.is_a?(Proc)

          how.arity.zero? ? controller.instance_exec(&how) : controller.instance_exec(controller, &how)
        rescue NameError => error
          # The controllers of Rails and of engines lack what the block asks of the site's.
          raise unless receiver(error).equal?(controller)
        end

        private

        def receiver(error)
          error.receiver
        rescue ArgumentError
          nil
        end
      end

      # @param brand [Brand]
      # @param controller [ActionController::Metal]
      def initialize(brand, controller)
        @brand = brand
        @controller = controller
      end

      # Signs who is signed in, or the visitor that is given; nil for an anonymous one.
      #
      # One user's data must not break a page: a visitor who cannot be signed is anonymous and logged, by code and
      # field. In development and tests it is an error.
      #
      # @param visitor [Hash, nil, true] true asks the brand
      # @return [Signed, nil]
      # @raise [VisitorError] in development and tests
      # @raise [ConfigurationError]
      def signed(visitor = true)
        visitor = of_user if visitor == true
        visitor.presence && @brand.signer.sign(visitor)
      rescue VisitorError => error
        # That a signature lacks the address that was left out is what the site asked for.
        return if @unproven && error.field == "email"
        raise if ::Rails.env.development? || ::Rails.env.test?

        ::Rails.logger&.warn("visitorseal: #{@brand.name}: a visitor was not signed: #{error.message}")
        nil
      end

      private

      def of_user
        user = CurrentVisitor.user(@controller)
        return says_nobody if user.nil? || user == false

        visitor = described(user)&.to_h&.symbolize_keys
        return visitor if visitor.blank? || visitor[:email].nil? || email_verified?(user)

        @unproven = true
        visitor.except(:email)
      end

      # An engine's page may well know no user; a page with a tag in it is meant to.
      def says_nobody
        return if CurrentVisitor.known?(@controller)

        Logs.once(:warn, "#{@controller.class} has no #{Rails.config.current_user}, so nobody is signed in on its pages; " \
                         "set config.visitorseal.current_user, such as -> { Current.user }")
        nil
      end

      def described(user)
        how = @brand[:visitor]
        return how.respond_to?(:call) ? how.call(user) : user.public_send(how) if how

        USUAL.to_h { |field| [field, (user.public_send(field) if user.respond_to?(field))] }.compact_blank
      end

      # As the brand says; or else as Devise does, where it confirms addresses.
      def email_verified?(user)
        how = @brand[:email_verified]
        return user.respond_to?(:confirmed?) ? user.confirmed? : true if how.nil?
        return how.call(user) if how.respond_to?(:call)

        how.is_a?(Symbol) ? user.public_send(how) : how
      end
    end
  end
end
